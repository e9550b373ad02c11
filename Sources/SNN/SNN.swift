@_exported import SNNData
@_exported import SNNEngine
@_exported import SNNLanguage
@_exported import SNNModel
@_exported import SNNReport
