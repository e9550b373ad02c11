import Testing
@testable import SNNData
