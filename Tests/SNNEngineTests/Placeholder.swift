import Testing
@testable import SNNEngine
