//! The three services of the specification's examples, as their authors would register them. What
//! is tested with them is in the other files.

use provider_runtime::__private::{Declared, FieldEnd, kind};
use provider_runtime::abi::flag::*;
use provider_runtime::registered_provider;
use provider_runtime::registration::{RegisteredProvider, Registration};
use provider_runtime::{PropTag, Property, Uid};

pub const EXAMPLES: &str = include_str!("../../data/acme.inf");
pub const FOREIGN: &[u8] = include_bytes!("../../data/foreign.inf");

/// Declared by hand, as the attribute would: it does not take all of these kinds yet.
macro_rules! declared {
    ($($provider:ident: $kind:ident, $name:literal;)+) => { $(
        pub enum $provider {}
        impl Declared for $provider {
            type Kind = kind::$kind;
            type Shared = ();
            const NAME: &'static str = $name;
            const UID: Uid = UID;
            const PLAN: &'static [FieldEnd] = &[];
        }
    )+ };
}
declared! {
    AcmeBox: Store, "Acme Box Message Store";
    AcmeDirectory: AddressBook, "Acme Directory";
    AcmeWire: Transport, "Acme Wire Transport";
}

const UID: Uid =
    Uid::new([0x6b, 0x1f, 0x0c, 0x52, 0xd7, 0xa8, 0x4e, 0x0f, 0x9a, 0x3c, 0xc4, 0x51, 0x7b, 0xe2, 0x0d, 0x91]);

pub const fn tag(id: u16, kind: u16) -> PropTag {
    PropTag::new(id, kind)
}

pub fn store() -> RegisteredProvider {
    registered_provider::<AcmeBox>()
}

pub fn acme_box() -> Registration {
    let path = Property::new(tag(0x6601, PT_UNICODE), r"C:\ProgramData\Acme\box.db");
    let provider = store().flags(STATUS_NO_DEFAULT_STORE).property(path);
    Registration::new("ACMEBOX", "Acme Box", "acmebox.dll").provider(provider)
}

pub fn acme_directory() -> Registration {
    let path = Property::new(tag(0x6602, PT_UNICODE), r"C:\ProgramData\Acme\people.csv");
    let provider = registered_provider::<AcmeDirectory>().property(path);
    Registration::new("ACMEDIR", "Acme Directory", "acmedir.dll").provider(provider)
}

pub fn acme_wire() -> Registration {
    let provider = registered_provider::<AcmeWire>()
        .flags(STATUS_PRIMARY_IDENTITY)
        .property(Property::new(tag(0x6603, PT_UNICODE), r"C:\ProgramData\Acme\spool"))
        .property(Property::new(tag(0x6604, PT_LONG), 30));
    Registration::new("ACMEWIRE", "Acme Wire", "acmewire.dll").provider(provider)
}
