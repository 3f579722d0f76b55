//! What `#[mapi_provider]` writes for a store: kept by `snapshot.rs`, no part of the crate.

/// A message store kept in one SQLite file.
pub struct NotesStore {
    notes: Notes,
    #[cfg(unix)]
    outbox: Outbox,
    support: Support<Self>,
}
#[automatically_derived]
impl ::provider_runtime::__private::Declared for NotesStore {
    type Kind = ::provider_runtime::__private::kind::Store;
    type Shared = Pool;
    const NAME: &'static ::core::primitive::str = "Notes";
    const UID: ::provider_runtime::__private::Uid = ::provider_runtime::__private::Uid::new([
        0x6b, 0x3c, 0x1a, 0x52, 0x6c, 0x0e, 0x4f, 0x0e, 0x9c, 0x57, 0x3c, 0x9d, 0x3f,
        0x2f, 0x6a, 0x11,
    ]);
    const PLAN: &'static [::provider_runtime::__private::FieldEnd] = &[
        #[cfg(unix)]
        ::provider_runtime::__private::FieldEnd::with("outbox", "Outbox::drain"),
        ::provider_runtime::__private::FieldEnd::with("notes", "Notes::close"),
        ::provider_runtime::__private::FieldEnd::dropped("support"),
    ];
}
#[automatically_derived]
impl ::provider_runtime::__private::TakenApart for NotesStore {
    fn take_apart(self, ending: &mut ::provider_runtime::__private::Ending<'_>) {
        let Self { #[cfg(unix)] outbox, notes, support } = self;
        #[cfg(unix)] ending.with("outbox", outbox, Outbox::drain);
        ending.with("notes", notes, Notes::close);
        ending.dropped("support", support);
    }
}
const _: () = {
    #[allow(unused_imports)]
    use ::provider_runtime::__private::NoDrop as _;
    ::provider_runtime::__private::no_drop(
        ::provider_runtime::__private::Drops::<NotesStore>::IMPLEMENTED,
    )
};
::provider_runtime::__private::store_classes! {
    pub NotesStore : NotesStoreProvider, NotesStoreLogon, NotesStoreObject,
    NotesStoreStatus
}
