//! Memory of a provider's, read by the system: what is gone is a finding, not a crash.
#![allow(unsafe_code, reason = "on Windows, the system is asked by a foreign function")]

/// What came of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// The buffer has the bytes.
    Read,
    /// There is no memory.
    Gone,
    /// This system cannot be asked.
    Unknown,
}

/// Copies what is in memory from `address` on.
#[cfg(target_os = "linux")]
pub(crate) fn read(address: usize, buffer: &mut [u8]) -> Reading {
    use std::os::unix::fs::FileExt;
    let Ok(memory) = std::fs::File::open("/proc/self/mem") else { return Reading::Unknown };
    match memory.read_exact_at(buffer, address as u64) {
        Ok(()) => Reading::Read,
        Err(_) => Reading::Gone,
    }
}

/// Copies what is in memory from `address` on.
#[cfg(windows)]
pub(crate) fn read(address: usize, buffer: &mut [u8]) -> Reading {
    use std::ffi::c_void;
    use std::ptr::without_provenance_mut;
    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn ReadProcessMemory(
            process: *mut c_void,
            address: *const c_void,
            buffer: *mut c_void,
            length: usize,
            done: *mut usize,
        ) -> i32;
    }
    let this_process = without_provenance_mut(usize::MAX); // GetCurrentProcess
    let from = without_provenance_mut::<c_void>(address).cast_const();
    let mut done = 0;
    // SAFETY: D4: the system checks the address; there is room for that many bytes.
    let is_read =
        unsafe { ReadProcessMemory(this_process, from, buffer.as_mut_ptr().cast(), buffer.len(), &raw mut done) };
    if is_read != 0 && done == buffer.len() { Reading::Read } else { Reading::Gone }
}

/// Nobody can be asked.
#[cfg(not(any(target_os = "linux", windows)))]
pub(crate) fn read(_address: usize, _buffer: &mut [u8]) -> Reading {
    Reading::Unknown
}

#[cfg(all(test, any(target_os = "linux", windows)))]
mod tests {
    use super::*;

    /// XPLOGON-7
    #[test]
    fn what_is_there_is_read_and_what_is_gone_is_told() {
        let there = *b"address types";
        let mut buffer = [0; 13];
        assert_eq!((read(there.as_ptr().addr(), &mut buffer), buffer), (Reading::Read, there));
        assert_eq!(read(8, &mut buffer), Reading::Gone);
    }
}
