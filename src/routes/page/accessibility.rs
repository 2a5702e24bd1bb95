//! The accessibility statement, from the configuration.

use crate::config::Conformance;
use crate::routes::Reader;
use crate::routes::view::AccessibilityView;

impl Reader<'_> {
    pub(super) fn accessibility_view(&self) -> AccessibilityView {
        let config = self.site.config();
        let statement = config.accessibility.as_ref().map(|statement| &statement.it);
        AccessibilityView {
            status: statement.map_or(Conformance::None, |s| s.status).as_str(),
            assessed: statement.and_then(|s| s.assessed).map(|date| self.date(date)),
            limits: statement.into_iter().flat_map(|s| &s.limits).map(|limit| self.text(limit)).collect(),
            contact: statement.and_then(|s| s.contact.as_ref()).or(config.bureau.contact.as_ref()).map(|text| self.text(text)),
            email: statement.and_then(|s| s.email.as_ref()).or(config.bureau.email.as_ref()).cloned(),
        }
    }
}
