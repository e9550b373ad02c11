import Foundation
import SNN

exit(SnnsimCommand.run(Array(CommandLine.arguments.dropFirst())).rawValue)
