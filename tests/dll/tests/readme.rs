//! The provider of the README, built as a reader would, and loaded by the host in C.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

use std::fs;
use std::path::Path;
use std::process::Command;
use support::dll;

/// The n-th block of the README in this language.
fn block(readme: &str, language: &str, n: usize) -> String {
    let fence = format!("```{language}\n");
    let block = readme.split(&fence).nth(n + 1).unwrap();
    block.split("```").next().unwrap().to_owned()
}

#[test]
fn the_provider_of_the_readme_passes_its_test_and_is_a_dll_that_logs_on_and_off() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let package = tempfile::tempdir().unwrap();
    let runtime = root.join("provider-runtime");
    let manifest = block(&readme, "toml", 0).replace("../provider-runtime", runtime.to_str().unwrap());
    fs::create_dir(package.path().join("src")).unwrap();
    let tests = block(&readme, "toml", 1).replace("../provider-runtime", runtime.to_str().unwrap());
    fs::write(package.path().join("Cargo.toml"), manifest + &tests + "\n[workspace]\n").unwrap();
    // The settings are one more method of the provider, the tests stand below it.
    let implementation = "impl StoreProvider for MyStore {\n";
    let with_settings = implementation.to_owned() + &block(&readme, "rust", 1);
    let provider = block(&readme, "rust", 0).replace(implementation, &with_settings);
    fs::write(package.path().join("src/lib.rs"), provider + &block(&readme, "rust", 2)).unwrap();
    fs::copy(root.join("Cargo.lock"), package.path().join("Cargo.lock")).unwrap();
    let target = dll::built().join("readme");
    // The DLL last: it is built without the session, which the test brings in.
    for command in ["test", "build"] {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args([command, "--quiet", "--target-dir"]).arg(&target).current_dir(package.path());
        let done = cargo.output().unwrap();
        assert!(done.status.success(), "{command}: {}", String::from_utf8_lossy(&done.stderr));
        let told = String::from_utf8_lossy(&done.stdout);
        assert!(command == "build" || told.contains("1 passed"), "{told}");
    }
    for scenario in ["orderly", "held", "invalidated", "service"] {
        let done = Command::new(dll::host()).arg(target.join("debug/libmy_store.so")).arg(scenario).output().unwrap();
        assert!(done.status.success(), "{scenario}: {}", String::from_utf8_lossy(&done.stderr));
    }
}
