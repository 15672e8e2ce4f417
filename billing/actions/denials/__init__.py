"""Working on denials: taking one on, correcting, appealing, telling how it ended, giving up."""
