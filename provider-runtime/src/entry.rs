//! The C signatures of the entry points, once, in `macro_rules!`; and what `#[mapi_provider]`
//! leaves to the runtime. What the entry points do is in `bridge/`.
#![allow(unsafe_code, reason = "the exported functions have the names that MAPI looks up")]

/// One class of a provider.
#[doc(hidden)]
#[macro_export]
macro_rules! __class {
    ($visibility:vis $name:ident $alias:ident $class:ident $doc:literal) => {
        #[doc = ::core::concat!($doc, ::core::stringify!($name), "`].")]
        #[allow(dead_code, non_camel_case_types)]
        $visibility type $alias = $crate::__private::$class<$name>;
    };
}

/// The entry points of a DLL: `export!(store: NotesStore)` writes `MSProviderInit` and
/// `ServiceEntry` (ENTRY-1) into the crate that names it, `address_book: Contacts` writes
/// `ABProviderInit`, `transport: Post` writes `XPProviderInit`. A DLL has at most one provider of a
/// kind (LOAD-6); `ServiceEntry` asks each for its own section.
///
/// ```ignore
/// provider_runtime::export!(store: NotesStore, address_book: Contacts);
/// ```
#[macro_export]
macro_rules! export {
    ($($kind:ident: $provider:ty),+ $(,)?) => {
        #[cfg(panic = "abort")]
        ::core::compile_error!(
            "a provider cannot be built with `panic = \"abort\"`: a panic would end the mail client\n\
             help: remove `panic = \"abort\"` from the profile in Cargo.toml"
        );
        $crate::__export_each! { [] [] [] [] $($kind: $provider,)+ }
    };
    ($($other:tt)*) => {
        ::core::compile_error!(
            "`export!` takes kinds and types\nhelp: write `export!(store: NotesStore)`"
        );
    };
}

/// Each kind at most once: what is too much is refused and not written. What is left is what
/// `ServiceEntry` asks.
#[doc(hidden)]
#[macro_export]
macro_rules! __export_each {
    ([] $book:tt $transport:tt [$($others:tt)*] store: $provider:ty, $($rest:tt)*) => {
        $crate::__init_function! { MSProviderInit, store, $provider }
        $crate::__export_each! { [store] $book $transport [$($others)* store $provider,] $($rest)* }
    };
    ($store:tt [] $transport:tt [$($others:tt)*] address_book: $provider:ty, $($rest:tt)*) => {
        $crate::__init_function! { ABProviderInit, address_book, $provider }
        $crate::__export_each! { $store [book] $transport [$($others)* address_book $provider,] $($rest)* }
    };
    ($store:tt $book:tt [] [$($others:tt)*] transport: $provider:ty, $($rest:tt)*) => {
        $crate::__init_function! { XPProviderInit, transport, $provider }
        $crate::__export_each! { $store $book [transport] [$($others)* transport $provider,] $($rest)* }
    };
    ($store:tt $book:tt $transport:tt $exported:tt $other:ident: $provider:ty, $($rest:tt)*) => {
        $crate::__not_exported! { $other }
        $crate::__export_each! { $store $book $transport $exported $($rest)* }
    };
    ($store:tt $book:tt $transport:tt [$($kind:ident $provider:ty,)*]) => {
        $crate::__service_entry! { $($crate::__private::$kind::<$provider>(),)* }
    };
}

/// Why a provider is not exported: there is one of its kind already, or its kind is none.
#[doc(hidden)]
#[macro_export]
macro_rules! __not_exported {
    (store) => {
        $crate::__not_exported! { @second "store" }
    };
    (address_book) => {
        $crate::__not_exported! { @second "address book" }
    };
    (transport) => {
        $crate::__not_exported! { @second "transport" }
    };
    (@second $kind:literal) => {
        ::core::compile_error!(::core::concat!(
            "a second ",
            $kind,
            " in one `export!`\nhelp: a DLL has at most one provider of a kind: build another DLL"
        ));
    };
    ($other:ident) => {
        ::core::compile_error!(::core::concat!(
            "unknown kind `",
            ::core::stringify!($other),
            "`\n",
            "help: write `store`, `address_book` or `transport`"
        ));
    };
}

/// An init function (ENTRY-2, ENTRY-3).
#[doc(hidden)]
#[macro_export]
macro_rules! __init_function {
    ($name:ident, $kind:ident, $provider:ty) => {
        #[unsafe(no_mangle)]
        #[allow(non_snake_case, reason = "MAPI looks it up by this name")]
        unsafe extern "C" fn $name(
            _instance: *mut ::core::ffi::c_void,
            malloc: *mut ::core::ffi::c_void,
            allocate: ::core::option::Option<$crate::abi::entry::AllocateBuffer>,
            more: ::core::option::Option<$crate::abi::entry::AllocateMore>,
            free: ::core::option::Option<$crate::abi::entry::FreeBuffer>,
            flags: ::core::primitive::u32,
            mapi_version: ::core::primitive::u32,
            version: $crate::abi::param::Out<'_, ::core::primitive::u32>,
            provider: $crate::abi::param::Out<'_, *mut ::core::ffi::c_void>,
        ) -> $crate::Code {
            $crate::__private::prepare_library();
            // SAFETY: O3, M1: its caller is MAPI.
            let init = unsafe { $crate::__private::Init::new(malloc, allocate, more, free, flags, mapi_version) };
            ($crate::__private::$kind::<$provider>().init)(&init, version, provider)
        }
    };
}

/// `MSGSERVICEENTRY` (ENTRY-2: stdcall).
#[doc(hidden)]
#[macro_export]
macro_rules! __service_entry {
    ($($exported:expr,)*) => {
        #[unsafe(no_mangle)]
        #[allow(non_snake_case, reason = "the profile names it")]
        unsafe extern "system" fn ServiceEntry(
            _instance: *mut ::core::ffi::c_void,
            _malloc: *mut ::core::ffi::c_void,
            support: *mut ::core::ffi::c_void,
            window: ::core::primitive::usize,
            flags: ::core::primitive::u32,
            context: ::core::primitive::u32,
            count: ::core::primitive::u32,
            properties: $crate::abi::param::In<'_, $crate::abi::structs::SPropValue>,
            admin: *mut ::core::ffi::c_void,
            error: $crate::abi::param::Out<'_, *mut $crate::abi::structs::MAPIERROR>,
        ) -> $crate::Code {
            $crate::__private::prepare_library();
            // SAFETY: O3: its caller is MAPI.
            let call = unsafe {
                $crate::__private::ServiceCall::new(support, window, flags, context, count, properties, admin, error)
            };
            $crate::__private::service_entry(&call, &[$($exported),*])
        }
    };
}
