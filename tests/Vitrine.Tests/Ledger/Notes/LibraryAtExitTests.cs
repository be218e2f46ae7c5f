using System.Diagnostics;
using Xunit;

namespace Vitrine.Tests.Ledger.Notes;

/// <summary>What OpenSSL does when a process ends whose threads may still be in it.</summary>
public sealed class LibraryAtExitTests
{
    private const int Aborted = 128 + 6;

    [Theory]
    [InlineData("Signature", 0)]
    [InlineData("Hash", 0)]
    [InlineData("Other", Aborted)]
    public async Task Library_is_not_torn_down_when_a_process_ends_that_used_it_through_us_first(string first, int expected)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Vitrine.Tests"),
            [LibraryAtExit.Argument, first])
        { RedirectStandardError = true };
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using Process child = Process.Start(start)!;
        string said = await child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(expected == child.ExitCode, $"exit {child.ExitCode}: {said}");
    }
}
