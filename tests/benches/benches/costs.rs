//! The command: `cargo bench -p benches`. What is measured, and how, is in the library.

fn main() {
    benches::run(std::env::args().skip(1));
}
