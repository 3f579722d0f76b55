//! An argument for an entry point that outlives what it points at.
#![forbid(unsafe_code)]
use provider_runtime::abi::param::Out;

fn main() {
    let version: Out<'_, u32> = {
        let mut number = Box::new(0);
        Out::from(&mut *number)
    };
    assert!(!version.is_null());
}
