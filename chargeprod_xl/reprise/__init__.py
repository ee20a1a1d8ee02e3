"""Take over what people typed: harvest an edited pack, merge it into a fresh build, tell what became of everything."""
