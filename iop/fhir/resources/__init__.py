"""The resources, one module each: ``SPEC`` says where its rows come from, how they are drawn and what may be asked."""
