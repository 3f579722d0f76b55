//! The C signatures of the entry points, once, in `macro_rules!`; and what `#[mapi_provider]` leaves to the runtime. What
//! the entry points do is in `bridge/`.

/// The four classes of a store, under names of its own, and the one demand for the author's trait.
#[doc(hidden)]
#[macro_export]
macro_rules! __store_classes {
    ($visibility:vis $name:ident: $provider:ident, $logon:ident, $object:ident, $status:ident) => {
        $crate::__store_classes! { @alias $visibility $name $provider ProviderObject
            "`IMSProvider` and `IMAPIProviderShutdown` of [`" }
        $crate::__store_classes! { @alias $visibility $name $logon LogonObject "`IMSLogon` of [`" }
        $crate::__store_classes! { @alias $visibility $name $object StoreObject "`IMsgStore` of [`" }
        $crate::__store_classes! { @alias $visibility $name $status StatusObject "`IMAPIStatus` of [`" }
        const _: () = $crate::__private::is_a_store::<$name>();
    };
    (@alias $visibility:vis $name:ident $alias:ident $class:ident $doc:literal) => {
        #[doc = ::core::concat!($doc, ::core::stringify!($name), "`].")]
        #[allow(dead_code, non_camel_case_types)]
        $visibility type $alias = $crate::__private::$class<$name>;
    };
}

/// The entry points of a DLL: `export!(store: NotesStore)` writes `MSProviderInit` and `ServiceEntry` (ENTRY-1) into the
/// crate that names it. A DLL has at most one provider of a kind (LOAD-6).
///
/// ```ignore
/// provider_runtime::export!(store: NotesStore);
/// ```
#[macro_export]
macro_rules! export {
    ($($kind:ident: $provider:ty),+ $(,)?) => {
        #[cfg(panic = "abort")]
        ::core::compile_error!(
            "a provider cannot be built with `panic = \"abort\"`: a panic would end the mail client\n\
             help: remove `panic = \"abort\"` from the profile in Cargo.toml"
        );
        $crate::__export_each! { [] $($kind: $provider,)+ }
        $crate::__service_entry! {}
    };
    ($($other:tt)*) => {
        ::core::compile_error!(
            "`export!` takes kinds and types\nhelp: write `export!(store: NotesStore)`"
        );
    };
}

/// Each kind at most once: what is too much is refused and not written.
#[doc(hidden)]
#[macro_export]
macro_rules! __export_each {
    ([] store: $provider:ty, $($rest:tt)*) => {
        $crate::__export! { store $provider }
        $crate::__export_each! { [store] $($rest)* }
    };
    ([store] store: $second:ty, $($rest:tt)*) => {
        ::core::compile_error!(
            "a second store in one `export!`\nhelp: a DLL has at most one provider of a kind: build another DLL"
        );
        $crate::__export_each! { [store] $($rest)* }
    };
    ([$($seen:ident)?] $other:ident: $provider:ty, $($rest:tt)*) => {
        $crate::__export! { $other $provider }
        $crate::__export_each! { [$($seen)?] $($rest)* }
    };
    ([$($seen:ident)?]) => {};
}

/// One provider's entry point.
#[doc(hidden)]
#[macro_export]
macro_rules! __export {
    (store $provider:ty) => {
        $crate::__init_function! { MSProviderInit, $crate::__private::init_store::<$provider> }
    };
    (address_book $provider:ty) => {
        const _: () = $crate::__private::exported_as::<$crate::__private::kind::AddressBook, $provider>();
    };
    (transport $provider:ty) => {
        const _: () = $crate::__private::exported_as::<$crate::__private::kind::Transport, $provider>();
    };
    ($other:ident $provider:ty) => {
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
    ($name:ident, $init:expr) => {
        #[unsafe(no_mangle)]
        #[allow(non_snake_case, reason = "MAPI looks it up by this name")]
        extern "C" fn $name(
            _instance: *mut ::core::ffi::c_void,
            malloc: *mut ::core::ffi::c_void,
            allocate: ::core::option::Option<$crate::abi::entry::AllocateBuffer>,
            more: ::core::option::Option<$crate::abi::entry::AllocateMore>,
            free: ::core::option::Option<$crate::abi::entry::FreeBuffer>,
            flags: ::core::primitive::u32,
            mapi_version: ::core::primitive::u32,
            version: $crate::abi::param::Out<::core::primitive::u32>,
            provider: $crate::abi::param::Out<*mut ::core::ffi::c_void>,
        ) -> $crate::Code {
            $crate::__private::prepare_library();
            let init = $crate::__private::Init { malloc, allocate, more, free, flags, mapi_version };
            $init(&init, version, provider)
        }
    };
}

/// `MSGSERVICEENTRY` (ENTRY-2: stdcall).
#[doc(hidden)]
#[macro_export]
macro_rules! __service_entry {
    () => {
        #[unsafe(no_mangle)]
        #[allow(non_snake_case, reason = "the profile names it")]
        extern "system" fn ServiceEntry(
            _instance: *mut ::core::ffi::c_void,
            _malloc: *mut ::core::ffi::c_void,
            _support: *mut ::core::ffi::c_void,
            _window: ::core::primitive::usize,
            _flags: ::core::primitive::u32,
            context: ::core::primitive::u32,
            _count: ::core::primitive::u32,
            _properties: $crate::abi::param::In<$crate::abi::structs::SPropValue>,
            _admin: *mut ::core::ffi::c_void,
            error: $crate::abi::param::Out<*mut $crate::abi::structs::MAPIERROR>,
        ) -> $crate::Code {
            $crate::__private::service_entry(context, error)
        }
    };
}
