//! Declared, and no `impl TransportProvider`.
use provider_runtime::prelude::*;

#[mapi_provider(kind = "transport", name = "Post", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a13")]
struct Post;

fn main() {}
