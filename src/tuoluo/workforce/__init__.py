"""Those who work: classes of workers, cell leaders."""
