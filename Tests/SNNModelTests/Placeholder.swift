import Testing
@testable import SNNModel
