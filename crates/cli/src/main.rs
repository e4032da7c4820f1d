//! The metasign command.

use std::process::ExitCode;

fn main() -> ExitCode {
    metasign_cli::main()
}
