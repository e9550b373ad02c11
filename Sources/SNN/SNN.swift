@_exported import SNNModel
@_exported import SNNLanguage
@_exported import SNNEngine
@_exported import SNNData
@_exported import SNNReport
