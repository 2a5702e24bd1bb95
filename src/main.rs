//! The `fangan` program.

use clap::Parser;
use fangan::cli::Cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    fangan::commands::run(Cli::parse()).into()
}
