// The target's first types come with the next steps.
