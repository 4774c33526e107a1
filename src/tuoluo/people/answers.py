"""Requests that are repeated: what bore a key and was done once is answered again, not done again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.utils import timezone

from tuoluo.kernel.refusals import Refusal, require
from tuoluo.people.models import ApiAnswer

KEPT_FOR = timedelta(days=1)


def once(caller: str, key: str, request: bytes, do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Do something once for each key of a caller, and give the same answer when it is asked for again.

    The answer is kept in the transaction of the act: either both are there or neither. A refusal is not kept, so that
    a repeated request is judged anew. The same key with another request is refused.
    """
    if not key:
        return do()
    digest = hashlib.sha256(request).hexdigest()
    name = hashlib.sha256(key.encode()).hexdigest()
    try:
        with transaction.atomic():
            earlier = _earlier(caller, name, digest)
            return earlier if earlier is not None else _keep(caller, name, digest, do())
    except IntegrityError:  # another request with this key was faster: what it did counts, ours was undone
        earlier = _earlier(caller, name, digest)
        if earlier is None:
            raise
        return earlier


def _earlier(caller: str, name: str, digest: str) -> dict[str, Any] | None:
    kept = ApiAnswer.objects.filter(caller=caller, key=name, kept_at__gt=timezone.now() - KEPT_FOR).first()
    if kept is None:
        return None
    require(None if kept.request == digest else Refusal("api.key_used"))
    answer: dict[str, Any] = json.loads(kept.answer)
    return answer


def _keep(caller: str, name: str, digest: str, answer: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(answer, cls=DjangoJSONEncoder, ensure_ascii=False)
    ApiAnswer.objects.filter(kept_at__lte=timezone.now() - KEPT_FOR).delete()
    ApiAnswer.objects.create(caller=caller, key=name, request=digest, answer=text, kept_at=timezone.now())
    same: dict[str, Any] = json.loads(text)
    return same
