//! A DLL with a provider of each kind, each with a setting in a section of its own: what
//! `tests/raw/books.rs` loads.
#![forbid(unsafe_code)]

use provider_runtime::prelude::*;

#[mapi_provider(kind = "store", name = "Shelf", uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7be0b1")]
struct Shelf;

impl StoreProvider for Shelf {
    fn configure(service: &ServiceContext<'_, Self>) -> Result<()> {
        service.section(Access::Write)?.set(&[Property::new(PropTag(0x6601_001F), "a shelf's")])
    }
    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> {
        Ok(Self)
    }
    fn open(&self, _: Option<EntryId<'_>>, _: Access) -> Result<Opened<Self>> {
        Err(Code::NOT_FOUND.into())
    }
}

#[mapi_provider(kind = "address_book", name = "Register", uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7be0b2")]
struct Register;

impl AddressBookProvider for Register {
    fn configure(service: &ServiceContext<'_, Self>) -> Result<()> {
        service.section(Access::Write)?.set(&[Property::new(PropTag(0x6602_001F), "a register's")])
    }
    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> {
        Ok(Self)
    }
    fn open(&self, entry: Option<EntryId<'_>>, _: Access) -> Result<OpenedAddress<Self>> {
        match entry {
            None => Ok(OpenedAddress::container(Names)),
            Some(_) => Err(Code::NOT_FOUND.into()),
        }
    }
}

struct Names;
impl Properties<Register> for Names {}
impl ContainerObject<Register> for Names {}

#[mapi_provider(kind = "transport", name = "Van", uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7be0b3")]
struct Van;

impl TransportProvider for Van {
    fn configure(service: &ServiceContext<'_, Self>) -> Result<()> {
        service.section(Access::Write)?.set(&[Property::new(PropTag(0x6603_001F), "a van's")])
    }
    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> {
        Ok(Self)
    }
    fn address_types(&self) -> AddressTypes {
        AddressTypes::every()
    }
    fn submit(&self, _: &OutgoingMessage<'_>) -> Result<Submission> {
        Ok(Submission::Later)
    }
}

provider_runtime::export!(address_book: Register, transport: Van, store: Shelf);
