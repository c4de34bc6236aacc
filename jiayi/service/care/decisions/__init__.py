"""The decisions of care (care.*); importing this registers them."""
