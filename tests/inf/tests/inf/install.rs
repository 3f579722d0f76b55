//! The page on installing: its `main` compiles beside the README's provider, and prints that one's
//! sections.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The n-th block of a page in this language.
fn block(page: &str, language: &str, n: usize) -> String {
    let block = page.split(&format!("```{language}\n")).nth(n + 1).unwrap();
    block.split("```").next().unwrap().to_owned()
}

#[test]
fn the_main_of_the_page_registers_the_provider_of_the_readme() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let page = |name: &str| fs::read_to_string(root.join(name)).unwrap();
    let readme = page("README.md");
    let install = page("docs/install.md");
    let main = block(&install, "rust", 0);
    assert!(main.lines().filter(|line| !line.is_empty()).count() <= 10, "{main}");
    // The page's block has the lines that take the place of the README's, and the new ones.
    let manifest = block(&readme, "toml", 0).replace("[lib]\ncrate-type = [\"cdylib\"]\n", "");
    let manifest = (manifest + &block(&install, "toml", 0) + "\n[workspace]\n")
        .replace("../provider-runtime", root.join("provider-runtime").to_str().unwrap());
    let package = tempfile::tempdir().unwrap();
    for folder in ["src", "examples"] {
        fs::create_dir(package.path().join(folder)).unwrap();
    }
    fs::write(package.path().join("Cargo.toml"), manifest).unwrap();
    fs::write(package.path().join("src/lib.rs"), block(&readme, "rust", 0)).unwrap();
    fs::write(package.path().join("examples/register.rs"), main).unwrap();
    fs::copy(root.join("Cargo.lock"), package.path().join("Cargo.lock")).unwrap();
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["run", "--quiet", "--example", "register", "--target-dir"]);
    cargo.arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join("install")).args(["--", "print"]).current_dir(package.path());
    let done = cargo.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let told = String::from_utf8(done.stdout).unwrap();
    for line in [
        "MYSTORE=My Store",
        r"PR_SERVICE_DLL_NAME=C:\Program Files\My Store\mystore.dll",
        "34140102=0f0e6a9463a54c7ea2f058b1f7c5d2e3",
        r"6601001e=C:\ProgramData\My Store\mail.db",
    ] {
        assert!(told.lines().any(|told| told == line), "{told}");
    }
}
