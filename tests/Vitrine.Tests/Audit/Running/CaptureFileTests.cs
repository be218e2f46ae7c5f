using System.IO.Compression;
using System.Text;
using Vitrine.Audit.Model;
using Vitrine.Audit.Running;
using Xunit;

namespace Vitrine.Tests.Audit.Running;

public sealed class CaptureFileTests
{
    private static readonly Capture Empty = new() { Session = "s", Variation = "v", Repetition = 0, ExitStatus = 0, Seconds = 0 };

    [Fact]
    public void A_capture_comes_back_as_it_was()
    {
        var capture = new Capture
        {
            Session = "s",
            Variation = "v",
            Repetition = 2,
            ExitStatus = -1,
            Seconds = 1.5,
            Exchanges = [new CapturedExchange { Connection = 0, At = 0.25, Method = "POST", Host = "h", Target = "/\u00e9\u200b", Version = "HTTP/1.1",
                Fields = [new CapturedField("X-a", "\u00ff") { Before = "" }], Body = new byte[] { 0, 255, 1 }, Chunks = [1, 2] }],
            Files = [new CapturedFile("home", "a\\xff", "new", 0x1ED, new byte[] { 1, 2, 3 }, long.MaxValue)],
            Processes = [new CapturedProcess("/bin/sh", ["sh", "\n"], -1, 0), new CapturedProcess("/bin/ls", [], 0, 0.1) { Stayed = true }],
        };
        byte[] bytes = CaptureFile.ToBytes(capture);
        Capture? again = CaptureFile.TryRead(bytes);
        Assert.NotNull(again);
        Assert.Equal(bytes, CaptureFile.ToBytes(again));
        Assert.Equal([0, 255, 1], again.Exchanges[0].Body.Unpack());
        Assert.Equal(("/\u00e9\u200b", "", "\u00ff"), (again.Exchanges[0].Target, again.Exchanges[0].Fields[0].Before, again.Exchanges[0].Fields[0].Value));
        Assert.True(again.Processes[1].Stayed);
    }

    [Theory]
    [InlineData("\"reads\":[]", "\"reads\":[\"x\"]", true)]
    [InlineData("\"reads\":[]", "\"reads\":[null]", false)]
    [InlineData("\"reads\":[]", "\"reads\":null", false)]
    [InlineData("\"reads\":[],", "", false)]
    [InlineData("\"output\":\"\"", "\"output\":\"*\"", false)]
    [InlineData("\"output\":\"\",", "", false)]
    [InlineData("\"output\":\"\"", "\"output\":5", false)]
    [InlineData("\"session\":\"s\"", "\"session\":5", false)]
    [InlineData("\"session\":\"s\",", "", false)]
    [InlineData("\"seconds\":0", "\"seconds\":1e999", false)]
    [InlineData("\"processes\":[]", "\"processes\":[{\"program\":\"p\",\"arguments\":[],\"parent\":0,\"at\":0}]", false)]
    [InlineData("\"processes\":[]", "\"processes\":[{\"program\":\"p\",\"arguments\":[null],\"parent\":-1,\"at\":0}]", false)]
    [InlineData("\"connections\":[]", "\"connections\":[{\"number\":0,\"host\":\"h\",\"port\":1,\"at\":0,\"refusals\":[],\"notes\":[null]}]", false)]
    [InlineData("\"exchanges\":[]", "\"exchanges\":[{\"connection\":0,\"at\":0,\"method\":\"GET\",\"host\":\"h\",\"target\":\"/\",\"version\":\"HTTP/1.1\"}]",
        false)]
    public void What_is_no_capture_is_refused(string part, string instead, bool isGood)
    {
        string json = Unpack(CaptureFile.ToBytes(Empty));
        Assert.Contains(part, json, StringComparison.Ordinal);
        Assert.Equal(isGood, CaptureFile.TryRead(Pack(Encoding.UTF8.GetBytes(json.Replace(part, instead, StringComparison.Ordinal)))) is not null);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("")]
    public void Other_json_is_refused(string json) => Assert.Null(CaptureFile.TryRead(Pack(Encoding.UTF8.GetBytes(json))));

    [Fact]
    public void A_small_file_that_holds_much_is_refused()
    {
        byte[] bytes = Pack(Encoding.UTF8.GetBytes(Unpack(CaptureFile.ToBytes(Empty)) + new string(' ', 8 << 20)));
        Assert.True(bytes.Length < 100_000);
        Assert.Null(CaptureFile.TryRead(bytes, 1 << 20));
        Assert.NotNull(CaptureFile.TryRead(bytes));
        Assert.Null(CaptureFile.TryRead("no gzip"u8.ToArray()));
        byte[] whole = CaptureFile.ToBytes(Empty);
        Assert.Null(CaptureFile.TryRead(whole.AsMemory(0, whole.Length / 2)));
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(bytes);
        return output.ToArray();
    }

    private static string Unpack(byte[] bytes)
    {
        using var reader = new StreamReader(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }
}
