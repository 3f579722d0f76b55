//! A message that is kept past the call that it was lent for.
use provider_runtime::prelude::*;

#[mapi_provider(kind = "transport", name = "Post", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a13")]
struct Post;

impl TransportProvider for Post {
    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> { Err(Code::LOGON_FAILED.into()) }
    fn address_types(&self) -> AddressTypes { AddressTypes::every() }
    fn submit(&self, message: &OutgoingMessage<'_>) -> Result<Submission> {
        queue(message);
        Ok(Submission::Deferred)
    }
}

fn queue(_: &'static OutgoingMessage<'static>) {}

fn main() {}
