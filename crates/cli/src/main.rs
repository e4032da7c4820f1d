//! The metasign command.
fn main() {}
