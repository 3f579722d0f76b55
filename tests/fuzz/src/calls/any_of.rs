//! The macro that calls any one of the methods that it is told, each with its arguments.

/// `any_of!(on, arguments, vtable; [method(argument, …), …])`
macro_rules! any_of {
    ($on:ident, $a:ident, $m:ident; [$($($method:ident).+($($argument:expr),* $(,)?)),* $(,)?]) => { 'called: {
        let names = [$(concat!($(".", stringify!($method)),+)),*];
        let chosen = fastrand::usize(..names.len());
        let mut at = 0..;
        $(
            if at.next() == Some(chosen) {
                $a.called($on.face, names[chosen]);
                let method = $m.$($method).+;
                let this = provider_runtime::abi::param::This::new($on.raw());
                // SAFETY: O1, O3: the client holds the object, and the arguments stay until they
                // are settled.
                break 'called unsafe { method(this, $($argument),*) };
            }
        )*
        provider_runtime::prelude::Code::OK
    } };
}
