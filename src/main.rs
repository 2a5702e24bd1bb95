//! The `fangan` program.
fn main() {}
