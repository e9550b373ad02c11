import Testing
@testable import SNNReport
