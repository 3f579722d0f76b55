//! Two transports in one DLL.
use provider_runtime::prelude::*;

#[mapi_provider(kind = "transport", name = "Post", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a13")]
struct Post;

impl TransportProvider for Post {
    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> { Err(Code::LOGON_FAILED.into()) }
    fn address_types(&self) -> AddressTypes { AddressTypes::every() }
    fn submit(&self, _: &OutgoingMessage<'_>) -> Result<Submission> { Ok(Submission::Later) }
}

export!(transport: Post, transport: Post);

fn main() {}
