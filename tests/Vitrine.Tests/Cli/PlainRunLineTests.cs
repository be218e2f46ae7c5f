using System.CommandLine;
using System.Text.Json;
using Vitrine.Cli.Commands;
using Vitrine.Cli.Running;
using Xunit;

namespace Vitrine.Tests.Cli;

public sealed class PlainRunLineTests
{
    private static readonly string[] Words =
    [
        "-q", "--quiet", "-w", "--workspace", "--allow", "--allow-private", "--offline", "--observe", "-e", "--env", "--ro", "--agent", "-a", "--processes",
            "--memory", "--model", "-h", "--help",
        "/work", "example.com", "NAME", "64", "true", "false", "", "-", "--", "-qw", "-w=/work", "--workspace=/work", "--workspace:/work", "@file", "[run]",
        "a b", "run", "--nothing", "é",
    ];

    [Fact]
    public void What_is_read_by_itself_is_what_the_parser_reads()
    {
        var chance = new Random(20);
        int plain = 0;
        for (int i = 0; i < 20_000; i++)
        {
            string[] own = ["run", .. Enumerable.Range(0, chance.Next(6)).Select(_ => Words[chance.Next(Words.Length)])];
            if (PlainRunLine.Read(own, 0) is not { } read)
                continue;
            plain++;
            Assert.Equal(Text(Parsed(own)), Text(read));
        }

        Assert.True(plain > 300, $"{plain} were plain");
    }

    [Fact]
    public void The_plain_form_needs_no_parser()
    {
        RunOptions? read = PlainRunLine.Read(["run", "-q", "-w", "/work", "--allow", "a.example", "--allow", "b.example", "--env", "NAME", "--ro", "/data",
            "--offline"],
            0);
        Assert.NotNull(read);
        Assert.Equal("/work", read.Workspace);
        Assert.Equal(["a.example", "b.example"], read.Allow);
        Assert.Equal(["NAME"], read.EnvironmentNames);
        Assert.Equal(["/data"], read.ReadOnlyPaths);
        Assert.True(read is { Quiet: true, Offline: true, Observe: false, Processes: RunOptions.DefaultProcesses });
    }

    [Theory]
    [InlineData("run", "--agent", "opencode")]
    [InlineData("run", "-w")]
    [InlineData("run", "-w", "--quiet")]
    [InlineData("run", "-w", "/a", "-w", "/b")]
    [InlineData("run", "--workspace=/a")]
    [InlineData("run", "prompt")]
    [InlineData("show", "-q")]
    public void Anything_else_is_left_to_the_parser(params string[] own) => Assert.Null(PlainRunLine.Read(own, 0));

    [Fact]
    public void Without_a_command_it_is_left_to_the_parser() => Assert.Null(PlainRunLine.Read(["run", "-q"], null));

    private static RunOptions? Parsed(string[] own)
    {
        RunOptions? found = null;
        var root = new RootCommand
        {
            RunCommand.Create(0, (options, _) =>
            {
                found = options;
                return Task.FromResult(0);
            }),
        };
        ParseResult parsed = root.Parse(own);
        Assert.Empty(parsed.Errors);
        parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        return found;
    }

    private static string Text(RunOptions? options) => JsonSerializer.Serialize(options is null ? null : options with { Words = null });
}
