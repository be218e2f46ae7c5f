using System.Globalization;
using Vitrine.Tests.Ledger.Faults;
using Vitrine.Tests.Ledger.Notes;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Vitrine.Tests;

/// <summary>Runs the tests; or, when its first argument says so, is the child of one, which is up in a fraction of the time that finding tests takes.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        [FaultChild.Argument, var directory] => Task.FromResult(FaultChild.Run(directory)),
        [FaultChild.Argument, var directory, var limit] => Task.FromResult(FaultChild.Run(directory, ulong.Parse(limit, CultureInfo.InvariantCulture))),
        [LibraryAtExit.Argument, var first] => Task.FromResult(LibraryAtExit.Run(Enum.Parse<LibraryAtExit.FirstUse>(first))),
        _ when args.Contains("--server")
            || args.Contains("--internal-msbuild-node") => TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => ConsoleRunner.Run(args),
    };
}
