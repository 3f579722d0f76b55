//! Whatever stands in the attributes, the macro answers: it never panics, and what it writes
//! without an error is Rust.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::quote;

const ROUNDS: u32 = 5_000;

/// Words that mean something here, and a few that do not.
const WORDS: [&str; 14] =
    ["kind", "name", "uid", "shared", "after", "with", "a", "b", "Pool", "cfg", "teardown", "as", "self", "colour"];
const TEXTS: [&str; 8] = ["store", "Notes", "", "\0", "transport", "a", "6b3c1a526c0e4f0e9c573c9d3f2f6a11", "{--ö--}"];
const SIGNS: [char; 12] = [',', '=', '=', ',', ':', '<', '>', '.', '|', '&', '#', '!'];

/// Always the same tokens, so that a fault is found again (xorshift).
struct Soup(u32);

impl Soup {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 as usize % end
    }

    fn tokens(&mut self, depth: usize) -> TokenStream {
        (0..self.below(9)).map(|_| self.token(depth)).collect()
    }

    fn token(&mut self, depth: usize) -> TokenTree {
        match self.below(if depth == 0 { 9 } else { 10 }) {
            0..4 => Ident::new(WORDS[self.below(WORDS.len())], Span::call_site()).into(),
            4..6 => Literal::string(TEXTS[self.below(TEXTS.len())]).into(),
            6..9 => Punct::new(SIGNS[self.below(SIGNS.len())], Spacing::Alone).into(),
            _ => {
                let delimiters = [Delimiter::Parenthesis, Delimiter::Brace, Delimiter::Bracket, Delimiter::None];
                Group::new(delimiters[self.below(4)], self.tokens(depth - 1)).into()
            }
        }
    }

    /// A value as often as soup, so that faults stand beside what is right.
    fn or(&mut self, right: TokenStream) -> TokenStream {
        if self.below(2) == 0 { right } else { self.tokens(3) }
    }

    fn args(&mut self) -> TokenStream {
        let kind = self.or(quote!("store"));
        let name = self.or(quote!("Notes"));
        let uid = self.or(quote!("{6B3c1a526c0e4f0e9c573c9d3f2f6a11}"));
        self.or(quote!(kind = #kind, name = #name, uid = #uid))
    }

    fn item(&mut self) -> TokenStream {
        let first = self.or(quote!(after = b));
        let second = self.or(quote!(with = drop));
        let third = self.or(quote!(any()));
        match self.below(8) {
            0 => quote!(
                enum Store<'a> {
                    #[teardown(#first)]
                    A(#[teardown(#second)] &'a str),
                }
            ),
            1 => quote!(
                pub struct Notes<T>(#[cfg_attr(#third, teardown(#second))] T)
                where
                    T: Clone;
            ),
            2 => self.tokens(3),
            _ => quote! {
                struct Notes {
                    #[teardown(#first)] #[teardown(#second)] a: A,
                    #[cfg_attr(#third)] #[cfg(any())] #[teardown(#second)] b: B,
                }
            },
        }
    }
}

#[test]
fn no_tokens_make_the_macro_panic() {
    let mut soup = Soup(0x6b3c_1a52);
    let mut right = 0;
    for _ in 0..ROUNDS {
        let args = soup.args();
        let item = soup.item();
        let written = crate::declare(args.clone(), item.clone());
        if !written.to_string().contains("compile_error") {
            right += 1;
            let file = syn::parse2::<syn::File>(written.clone());
            assert!(file.is_ok(), "#[mapi_provider({args})] {item}\n\nis written as\n\n{written}");
        }
    }
    assert!((ROUNDS / 1000..ROUNDS).contains(&right), "{right} of {ROUNDS} were right, too few to say anything");
}
