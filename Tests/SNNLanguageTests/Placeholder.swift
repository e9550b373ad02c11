import Testing
@testable import SNNLanguage
