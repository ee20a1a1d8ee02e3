"""Layout and linker: every named thing gets an address, every reference gets resolved."""
