//! The C compiler: hosts, clients and providers in C that tests compile for themselves.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

/// Compiles C into one file, which cargo's variable `CC` or `cc` does. Warnings are errors.
pub fn compile(output: &Path, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) {
    let mut compile = Command::new(std::env::var_os("CC").unwrap_or_else(|| "cc".into()));
    compile.args(["-Wall", "-Wextra", "-Werror", "-o"]).arg(output).args(arguments);
    assert!(compile.status().unwrap().success(), "{} does not compile", output.display());
}
