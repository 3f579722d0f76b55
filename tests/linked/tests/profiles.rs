//! Two providers in one program, in the profiles that could mix them up: thin LTO picks one of two
//! functions of one name.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

use std::path::Path;
use std::process::Command;

#[test]
fn two_providers_in_one_program_are_told_apart_in_every_profile() {
    for profile in ["dev", "release", "thin"] {
        let mut run = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        run.args(["run", "--quiet", "-p", "linked", "--profile", profile]);
        let done = run.current_dir(Path::new(env!("CARGO_MANIFEST_DIR"))).output().unwrap();
        assert!(done.status.success(), "{profile}: {}", String::from_utf8_lossy(&done.stderr));
        assert_eq!(String::from_utf8(done.stdout).unwrap(), "Empty\nOther\n", "{profile}");
    }
}
