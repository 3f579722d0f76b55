//! A declaration → tokens: one function an item. Nothing here can fail, and nothing is decided.
//!
//! What a generic function or a `macro_rules!` of the runtime can do is not written here.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, LitInt};

use crate::model::{Declaration, Ends, Field, Kind, Provider};
use crate::names::{self, PRIVATE};

/// All that the macro writes, errors aside.
pub fn written(declaration: &Declaration) -> TokenStream {
    let item = &declaration.item;
    let of_provider = declaration
        .provider
        .iter()
        .flat_map(|provider| [declared(provider), taken_apart(provider), no_drop(provider), classes(provider)]);
    quote!(#item #(#of_provider)*)
}

/// The provider's data.
fn declared(provider: &Provider) -> TokenStream {
    let ident = &provider.ident;
    let data = &provider.data;
    let (generics, arguments, bounds) = provider.generics.split_for_impl();
    let kind = kind(data.kind);
    let shared = shared(provider);
    let name = &data.name;
    let uid = data.uid.iter().map(|byte| LitInt::new(&format!("{byte:#04x}"), Span::call_site()));
    let plan = fields(provider).iter().map(planned);
    quote! {
        #[automatically_derived]
        impl #generics #PRIVATE::Declared for #ident #arguments #bounds {
            type Kind = #PRIVATE::kind::#kind;
            #shared
            const NAME: &'static ::core::primitive::str = #name;
            const UID: #PRIVATE::Uid = #PRIVATE::Uid::new([#(#uid),*]);
            const PLAN: &'static [#PRIVATE::FieldEnd] = &[#(#plan),*];
        }
    }
}

fn kind(kind: Option<Kind>) -> Ident {
    format_ident!(
        "{}",
        match kind {
            Some(Kind::Store) | None => names::STORE_KIND,
            Some(Kind::AddressBook) => names::ADDRESS_BOOK_KIND,
            Some(Kind::Transport) => names::TRANSPORT_KIND,
        }
    )
}

/// Spanned at the author's type: it is what rustc objects to where it is private, or not to be
/// shared.
fn shared(provider: &Provider) -> TokenStream {
    match &provider.data.shared {
        Some(shared) => quote_spanned!(shared.span()=> type Shared = #shared;),
        None => quote! { type Shared = (); },
    }
}

/// A line of the plan, which is for reports.
fn planned(field: &Field) -> TokenStream {
    let conditions = &field.conditions;
    let name = field.name();
    match &field.with {
        Some(with) => {
            let with = names::spelled(with);
            quote!(#(#conditions)* #PRIVATE::FieldEnd::with(#name, #with))
        }
        None => quote!(#(#conditions)* #PRIVATE::FieldEnd::dropped(#name)),
    }
}

/// The provider's end, in the order of the plan.
fn taken_apart(provider: &Provider) -> TokenStream {
    let ident = &provider.ident;
    let (generics, arguments, bounds) = provider.generics.split_for_impl();
    // No field can have this name: it is resolved where the macro is defined.
    let ending = Ident::new("ending", Span::mixed_site());
    let body = body(provider, &ending);
    quote! {
        #[automatically_derived]
        impl #generics #PRIVATE::TakenApart for #ident #arguments #bounds {
            fn take_apart(self, #ending: &mut #PRIVATE::Ending<'_>) {
                #body
            }
        }
    }
}

fn body(provider: &Provider, ending: &Ident) -> TokenStream {
    if matches!(provider.ends, Ends::Whole) {
        return quote!(::core::mem::drop(self););
    }
    let fields = fields(provider);
    let bindings = fields.iter().map(|Field { conditions, ident, .. }| quote!(#(#conditions)* #ident));
    let ends = fields.iter().map(|field| ended(field, ending));
    quote! {
        let Self { #(#bindings),* } = self;
        #(#ends)*
    }
}

/// One field's end.
fn ended(field: &Field, ending: &Ident) -> TokenStream {
    let conditions = &field.conditions;
    let name = field.name();
    let ident = &field.ident;
    match &field.with {
        Some(with) => {
            // rustc points at the call, too, when it objects to the function.
            let place = with.path.segments.last().map_or_else(Span::call_site, |last| last.ident.span());
            let ending = Ident::new(&ending.to_string(), ending.span().located_at(place));
            let end = quote_spanned!(place=> #ending.with(#name, #ident, #with););
            quote!(#(#conditions)* #end)
        }
        None => quote!(#(#conditions)* #ending.dropped(#name, #ident);),
    }
}

fn fields(provider: &Provider) -> &[Field] {
    match &provider.ends {
        Ends::Fields(fields) => fields,
        Ends::Whole => &[],
    }
}

/// Refuses an `impl Drop` of the author's, at the struct's name.
fn no_drop(provider: &Provider) -> TokenStream {
    let ident = &provider.ident;
    if !provider.generics.params.is_empty() || matches!(provider.ends, Ends::Whole) {
        return TokenStream::new();
    }
    let here = names::Private(Some(ident.span()));
    quote_spanned! {ident.span()=>
        const _: () = {
            #[allow(unused_imports)]
            use #here::NoDrop as _;
            #here::no_drop(#here::Drops::<#ident>::IMPLEMENTED)
        };
    }
}

/// The COM classes, by names of their own, and the demand for the author's trait.
fn classes(provider: &Provider) -> TokenStream {
    let Some(kind) = provider.data.kind.filter(|_| provider.classes) else {
        return TokenStream::new();
    };
    let visibility = &provider.visibility;
    let ident = &provider.ident;
    let [of_provider, logon, object, status] =
        ["Provider", "Logon", "Object", "Status"].map(|class| format_ident!("{ident}{class}"));
    // Where the author's trait is missing, rustc points at the call.
    let here = names::Private(Some(ident.span()));
    let classes = Ident::new(&format!("{}_classes", kind.word()), ident.span());
    quote_spanned! {ident.span()=>
        #here::#classes! { #visibility #ident: #of_provider, #logon, #object, #status }
    }
}
