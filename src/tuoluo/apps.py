"""The one Django app of the project."""

from django.apps import AppConfig


class TuoluoConfig(AppConfig):
    """Loads every folder's acts, so that the registry is complete whichever face starts first."""

    name = "tuoluo"
    label = "tuoluo"
    verbose_name = "Tuoluo 陀螺"

    def ready(self) -> None:
        """Import the acts and tell the ledger who decides on rights."""
        from tuoluo.bodies import authority
        from tuoluo.ledger import limits, registry

        registry.load_acts()
        limits.watch_texts()
        registry.set_authority(authority.decide)
