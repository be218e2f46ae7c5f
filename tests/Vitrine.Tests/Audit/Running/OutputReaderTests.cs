using Microsoft.Win32.SafeHandles;
using Vitrine.Audit.Running;
using Xunit;

namespace Vitrine.Tests.Audit.Running;

public sealed class OutputReaderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_printed_is_read_to_its_end()
    {
        using var reader = new OutputReader();
        await using (var writer = new FileStream($"/proc/self/fd/{reader.Writer.DangerousGetHandle()}", FileMode.Open, FileAccess.Write))
            await writer.WriteAsync("printed"u8.ToArray(), Token);
        Assert.Equal("printed"u8.ToArray(), await reader.FinishAsync());
        Assert.Equal(7, reader.Total);
    }

    // A session that is refused before its box is made leaves its reader to be disposed of while it waits for what never comes.
    [Fact]
    public async Task A_reader_that_waits_is_disposed_of_at_once()
    {
        var reader = new OutputReader();
        await Task.Run(reader.Dispose, Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    [Fact]
    public async Task A_reader_is_disposed_of_at_once_while_somebody_else_still_holds_the_other_end()
    {
        var reader = new OutputReader();
        using (SafeFileHandle other = File.OpenHandle($"/proc/{Environment.ProcessId}/fd/{reader.Writer.DangerousGetHandle()}", FileMode.Open, FileAccess.Write,
            FileShare.ReadWrite))
            await Task.Run(reader.Dispose, Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
    }
}
