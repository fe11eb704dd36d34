"""The commands `local up`, `down`, `status` and `destroy`."""
