using System.CommandLine;
using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Vitrine.Cli.Commands;
using Vitrine.Cli.Report;
using Vitrine.Cli.Witnessing;
using Vitrine.Ledger.Notes;
using Vitrine.Ledger.Witnessing;
using Vitrine.Runtime.Ledger;
using Vitrine.Tests.Ledger;
using Vitrine.Tests.Ledger.Witnessing;
using Xunit;

namespace Vitrine.Tests.Cli.Witnessing;

public sealed partial class WitnessCommandTests : IDisposable
{
    private const int HangUp = 1;
    private readonly ScratchDirectory _scratch = new();
    private readonly TestLog _log = new("vitrine/host/user/0a1b2c3d");
    private readonly MemoryStream _data = new(), _messages = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=witness" }
    });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string State => _scratch["state/witness"];

    public void Dispose()
    {
        _http.Dispose();
        _log.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Init_makes_a_witness_once_and_key_prints_the_same_key()
    {
        Assert.Equal(0, await RunAsync("witness", "init", "--name", "witness.example.com/w1"));
        string key = Text(_data);
        Assert.True(VerifierKey.TryParse(key.TrimEnd('\n'), out VerifierKey? verifier)
            && verifier.Algorithm == VerifierKey.CosignatureAlgorithm
            && verifier.Name == "witness.example.com/w1");
        Assert.Equal(0, await RunAsync("witness", "key"));
        Assert.Equal(key, Text(_data));
        Assert.Equal(2, await RunAsync("witness", "init", "--name", "other"));
        Assert.Contains("There is a witness in", Text(_messages), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(State, "witness.key")));
        Assert.Equal(2, await RunAsync("witness", "key", "--state", _scratch["elsewhere"]));
        Assert.Equal(2, await RunAsync("witness", "init", "--name", "two words", "--state", _scratch["elsewhere"]));
    }

    [Theory]
    [InlineData("Without TLS a witness listens on loopback alone.", "--listen", "0.0.0.0:0")]
    [InlineData("Without TLS a witness listens on loopback alone.", "--listen", "[::]:0")]
    [InlineData("'localhost' is no address and port.", "--listen", "localhost")]
    [InlineData("'127.0.0.1' is no address and port.", "--listen", "127.0.0.1")]
    [InlineData("TLS needs both the certificate and its key.", "--certificate", "x.pem")]
    [InlineData("--rate is a number from 1.", "--rate", "0")]
    [InlineData("/none is not there.", "--log", "/none")]
    [InlineData("logs: line 1: this is no verifier key (NAME+ID+BASE64)", "--log", "LOGS")]
    [InlineData("--log: line 1: the origin vitrine/host/user/0a1b2c3d begins with none of other/", "--origin-prefix", "other/", "--log", "KEY")]
    public async Task Wrong_use_is_one_clear_line_and_a_hint(string problem, params string[] arguments)
    {
        await RunAsync("witness", "init", "--name", "w");
        await File.WriteAllTextAsync(_scratch["logs"], "nonsense", Stop);
        Assert.Equal(2,
            await RunAsync(["witness",
                .. arguments.Select(one => one.Replace("LOGS", _scratch["logs"], StringComparison.Ordinal)
                    .Replace("KEY", _log.Key, StringComparison.Ordinal))]));
        Assert.Contains(problem, Text(_messages), StringComparison.Ordinal);
        Assert.Contains("\nhint: ", Text(_messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_witness_that_is_not_there_or_damaged_does_not_start()
    {
        Assert.Equal(1, await RunAsync("witness"));
        Assert.Contains("There is no witness", Text(_messages), StringComparison.Ordinal);
        await RunAsync("witness", "init", "--name", "w");
        File.Delete(Path.Combine(State, "origins"));
        Assert.Equal(1, await RunAsync("witness"));
        Assert.Contains("state is damaged", Text(_messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_serves_takes_up_a_log_on_sighup_and_ends_when_told()
    {
        await RunAsync("witness", "init", "--name", "w");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await using var serving = new Serving(this, stop, "--listen", "127.0.0.1:0");
        Uri address = await serving.AddressAsync();
        byte[] request = _log.Grow(3).Request(0);
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(address, request));

        // A list with a mistake changes nothing; one without does.
        await File.WriteAllTextAsync(Path.Combine(State, "logs"), "nonsense\n", Stop);
        Assert.Equal(0, Kill(Environment.ProcessId, HangUp));
        await serving.SaysAsync("the list of logs stays as it was");
        await File.WriteAllTextAsync(Path.Combine(State, "logs"), $"# ours\n{_log.Key}\n", Stop);
        Assert.Equal(0, Kill(Environment.ProcessId, HangUp));
        await serving.SaysAsync("1 log from now on");
        Assert.Equal(HttpStatusCode.OK, await PostAsync(address, request));

        // A second process for the same witness.
        Assert.Equal(1, await RunAsync("witness", "--listen", "127.0.0.1:0"));
        Assert.Contains("Another process serves", Text(_messages), StringComparison.Ordinal);
        await stop.CancelAsync();
        Assert.Equal(0, await serving.Ended);
    }

    [Fact]
    public async Task With_a_certificate_it_serves_tls_and_a_client_that_does_not_trust_it_sends_nothing()
    {
        await RunAsync("witness", "init", "--name", "w");
        await WriteCertificateAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await using var serving = new Serving(this, stop, "--listen", "127.0.0.1:0", "--certificate", _scratch["certificate.pem"], "--key", _scratch["key.pem"],
            "--log", _log.Key);
        Uri address = await serving.AddressAsync();
        Assert.Equal("https", address.Scheme);
        using var client = new WitnessClient(new WitnessClientOptions(), TimeProvider.System);
        WitnessAnswer answer = await client.OfferAsync(new WitnessPeer(address, Witness.ReadKey(State)!), _log.Grow(3).Checkpoint(), 0, _log, Stop);
        Assert.Equal(WitnessOutcome.Unreachable, answer.Outcome);
        Assert.Contains("certificate", answer.Why, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(address, _log.Request(0)));
        await stop.CancelAsync();
        Assert.Equal(0, await serving.Ended);
        Assert.Equal(2, await RunAsync("witness", "--listen", "127.0.0.1:0", "--certificate", _scratch["key.pem"], "--key", _scratch["key.pem"]));
        Assert.Contains("are no certificate with its key", Text(_messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_says_what_the_witness_has_seen_of_a_directory()
    {
        await RunAsync("witness", "init", "--name", "w");
        string key = Text(_data).TrimEnd('\n'), ledger = Path.Combine(_scratch["state"], "ledger");
        Directory.CreateDirectory(ledger);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await using var serving = new Serving(this, stop, "--listen", "127.0.0.1:0", "--log", _log.Key);
        string url = (await serving.AddressAsync()).ToString();
        async Task<(int, string)> AskAsync(SignedNote checkpoint, params string[] more)
        {
            await File.WriteAllBytesAsync(Path.Combine(ledger, "checkpoint"), checkpoint.ToBytes(), Stop);
            return (await RunAsync(["witness", "ask", url, key, .. more]), Text(_data));
        }

        _log.Grow(9);
        Assert.Equal((0, "w: it has cosigned 0 of 9 entries.\n"), await AskAsync(_log.Checkpoint()));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(new Uri(url), _log.Request(0)));
        Assert.Equal((0, "w has cosigned just this ledger of 9 entries, and again now.\n"), await AskAsync(_log.Checkpoint(), ledger));
        (int status, string text) = await AskAsync(_log.Checkpoint(4));
        Assert.Equal(1, status);
        Assert.StartsWith("w: it has cosigned 9 entries, and the ledger has 4.\n  hint: ", text, StringComparison.Ordinal);
        Assert.Equal((1, "{\"witness\":\"w\",\"outcome\":\"rolled-back\",\"witnessedSize\":9,\"why\":\"it has cosigned 9 entries, and the ledger has 4\"}\n"),
            await AskAsync(_log.Checkpoint(4), "--json"));
        (status, text) = await AskAsync(_log.Fork(8, 1).Checkpoint());
        Assert.Equal(1, status);
        Assert.StartsWith("w: it has cosigned another history of this ledger.\n", text, StringComparison.Ordinal);
        Assert.Equal(2, (await AskAsync(new TestLog("unknown").Checkpoint())).Item1);
        Assert.Equal(2, await RunAsync("witness", "ask", url, _log.Key));
        Assert.Equal(2, await RunAsync("witness", "ask", "nowhere", key));
        Assert.Equal(2, await RunAsync("witness", "ask", url, key, _scratch["elsewhere"]));
        await stop.CancelAsync();
        Assert.Equal(0, await serving.Ended);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    [GeneratedRegex(@"https?://[0-9.]+:\d+/")]
    private static partial Regex Address { get; }

    private static string Text(MemoryStream stream) => Encoding.UTF8.GetString(stream.ToArray());

    private async Task<HttpStatusCode> PostAsync(Uri address, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        using HttpResponseMessage response = await _http.PostAsync(new Uri(address, "add-checkpoint"), content, Stop);
        return response.StatusCode;
    }

    private Task<int> RunAsync(params string[] arguments)
    {
        _data.SetLength(0);
        _messages.SetLength(0);
        return RunAsync(_data, _messages, arguments, Stop);
    }

    private Task<int> RunAsync(Stream data, Stream messages, string[] arguments, CancellationToken cancellationToken)
    {
        var context = new WitnessContext(_scratch["state"], new OutputStream(data, 0, IsPlain: true, IsColoured: false),
            new OutputStream(messages, 0, IsPlain: true, IsColoured: false), TimeProvider.System);
        RootCommand root = [WitnessCommand.Create(() => context)];
        return root.Parse(arguments).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
            cancellationToken);
    }

    private async Task WriteCertificateAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=witness", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(_scratch["certificate.pem"], certificate.ExportCertificatePem(), Stop);
        await File.WriteAllTextAsync(_scratch["key.pem"], key.ExportPkcs8PrivateKeyPem(), Stop);
    }

    /// <summary>The command while it serves, and what it says.</summary>
    private sealed class Serving : IAsyncDisposable
    {
        private readonly System.IO.Pipelines.Pipe _pipe = new();
        private readonly StreamReader _said;
        private readonly CancellationTokenSource _stop;

        public Serving(WitnessCommandTests tests, CancellationTokenSource stop, params string[] arguments)
        {
            (_stop, _said) = (stop, new StreamReader(_pipe.Reader.AsStream()));
            Ended = Task.Run(() => tests.RunAsync(new MemoryStream(), _pipe.Writer.AsStream(), ["witness", .. arguments], stop.Token), CancellationToken.None);
        }

        public Task<int> Ended { get; }

        public async Task<Uri> AddressAsync() => new(Address.Match(await SaysAsync(" serves ")).Value);

        public async Task<string> SaysAsync(string text)
        {
            while (await _said.ReadLineAsync(Stop) is { } line)
                if (line.Contains(text, StringComparison.Ordinal))
                    return line;
            throw new InvalidOperationException("It says no more.");
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Ended;
            _said.Dispose();
        }
    }
}
