"""Who asks what of a community: admission of tasks from outside, and the hours that helping takes."""
