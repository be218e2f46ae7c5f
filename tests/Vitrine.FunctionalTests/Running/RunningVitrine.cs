using System.Diagnostics;
using System.Text;

namespace Vitrine.FunctionalTests.Running;

/// <summary>A vitrine that runs. It has a hard limit: past it, it is killed, and its box dies with it.</summary>
public sealed class RunningVitrine : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(150);
    private readonly Desk _desk;
    private readonly Process _process;
    private readonly CancellationTokenSource _limit = new(Limit);
    private readonly MemoryStream _output = new();
    private readonly Task<string> _error;

    internal RunningVitrine(Desk desk, Process process)
    {
        (_desk, _process) = (desk, process);
        _error = process.StandardError.ReadToEndAsync(_limit.Token);
    }

    /// <summary>Process id.</summary>
    public int Id => _process.Id;

    /// <summary>Reads its standard output until this stands in it.</summary>
    public async Task WaitForAsync(string text)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(text), buffer = new byte[4096];
        while (_output.GetBuffer().AsSpan(0, (int)_output.Length).IndexOf(wanted) < 0)
        {
            int count = await _process.StandardOutput.BaseStream.ReadAsync(buffer, _limit.Token).ConfigureAwait(false);
            if (count == 0)
                throw new InvalidOperationException($"It ended without having written \"{text}\": {Encoding.UTF8.GetString(_output.ToArray())}{await _error.ConfigureAwait(false)}");
            _output.Write(buffer, 0, count);
        }
    }

    /// <summary>Sends it a signal by its name, such as TERM.</summary>
    public Task SignalAsync(string signal) => HostCommand.RunAsync("kill", "-s", signal, $"{Id}");

    /// <summary>Gives it its input and waits for its end.</summary>
    public async Task<Finished> FinishAsync(byte[]? input = null)
    {
        try
        {
            Task writing = WriteAsync(input ?? []);
            await _process.StandardOutput.BaseStream.CopyToAsync(_output, _limit.Token).ConfigureAwait(false);
            string error = await _error.ConfigureAwait(false);
            await _process.WaitForExitAsync(_limit.Token).ConfigureAwait(false);
            await writing.ConfigureAwait(false);
            return new Finished(_desk, _process.ExitCode, _output.ToArray(), error);
        }
        catch (OperationCanceledException) when (_limit.IsCancellationRequested)
        {
            throw new TimeoutException($"vitrine did not end within {Limit.TotalSeconds} s. It wrote: {Encoding.UTF8.GetString(_output.ToArray())}");
        }
    }

    private async Task WriteAsync(byte[] input)
    {
        try
        {
            await _process.StandardInput.BaseStream.WriteAsync(input, _limit.Token).ConfigureAwait(false);
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It did not want all of its input; a test that cares says so by what came out.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        _process.Dispose();
        _limit.Dispose();
        await _output.DisposeAsync().ConfigureAwait(false);
    }
}
