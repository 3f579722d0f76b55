//! `IStream`
#![allow(unsafe_code, reason = "methods are called over vtables")]

use crate::arguments::Arguments;
use crate::world::{Held, one_of};
use provider_runtime::abi::istream::IStreamVtbl;
use provider_runtime::abi::param::Out;
use provider_runtime::prelude::*;
use support::raw::methods;

/// `IStream`
pub(super) fn stream(on: &Held, a: &mut Arguments<'_>) -> Code {
    let m: IStreamVtbl = methods(on.raw());
    let length = one_of(&[0, 1, 9, 5000]);
    let size = one_of(&[0, 1, 100, 70_000, 2 << 20]);
    let far = one_of(&[0, 1, 100, -1, 3 << 20, i64::MAX, i64::MIN]);
    any_of!(on, a, m; [
        sequential.read(a.room(length), length, a.count_out()),
        sequential.write(a.written(length), length, a.count_out()),
        seek(far, a.few(), a.long_out()),
        set_size(size),
        set_size(u64::MAX),
        copy_to(a.object(), size, a.long_out(), a.long_out()),
        commit(a.flags()),
        revert(),
        lock_region(0, size, 1),
        unlock_region(0, size, 1),
        stat(Out::null(), a.flags()),
        clone(a.object_out()),
    ])
}
