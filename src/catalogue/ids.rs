//! Typed positions in the catalogue's lists. Only `resolve` and `publish` make them, so each leads somewhere.

macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $name:ident),+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            pub(super) fn new(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            /// The position in its list.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The first so many.
            pub fn up_to(len: usize) -> impl Iterator<Item = Self> {
                (0..len).map(Self::new)
            }
        }
    )+};
}

ids! {
    /// A community of a catalogue.
    CommunityId,
    /// A document of a catalogue.
    DocumentId,
    /// An organisation of a catalogue.
    OrganisationId,
    /// An activity type of a catalogue.
    TypeId
}
