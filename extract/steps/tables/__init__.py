"""Tables as every source gives them: each cell with what its headers say of it."""
