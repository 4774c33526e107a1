"""Figures of reform programmes as people write them."""

from __future__ import annotations

from django import template

from tuoluo.programme.models import figure

register = template.Library()
register.filter(figure)
