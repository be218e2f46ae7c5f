using FsCheck;
using FsCheck.Fluent;
using Vitrine.Audit.Model;
using Vitrine.Audit.Running;
using Vitrine.Runtime.Agents;
using Xunit;

namespace Vitrine.Tests.Audit.Running;

public sealed class AuditMachineTests
{
    private static readonly TargetStart Target = new()
    {
        Name = "t",
        Directory = "/x",
        BoxDirectory = "/opt/agent",
        Command = ["node", "{prompt}"],
        Protocol = AgentProtocol.OpenAIChat,
        EndpointVariable = "OPENAI_BASE_URL",
        KeyVariable = "OPENAI_API_KEY",
        EndpointSuffix = "/v1"
    };

    [Fact]
    public void One_change_changes_one_thing()
    {
        var before = AuditMachine.Of(Target, new MachineChanges(), "p");
        var after = AuditMachine.Of(Target, new MachineChanges { UserName = "alice" }, "p");
        Assert.Equal(before.Facts.Home, after.Facts.Home);
        Assert.Equal(["LOGNAME", "USER"],
            after.Environment.Where(variable => before.Environment[variable.Key] != variable.Value).Select(variable => variable.Key));
        Assert.Equal(["node", "p"], after.Command);
        Assert.Equal("http://localhost:4000/v1", after.Environment["OPENAI_BASE_URL"]);
        Assert.Equal([(ushort)4000], after.Facts.LoopbackPorts);
    }

    [Fact]
    public void The_vendors_own_endpoint_is_the_baseline_where_it_is_known()
    {
        var machine = AuditMachine.Of(Target with { DefaultEndpointHost = "api.vendor.example" }, new MachineChanges(), "p");
        Assert.Equal("http://api.vendor.example/v1", machine.Environment["OPENAI_BASE_URL"]);
        Assert.Empty(machine.Facts.LoopbackPorts);
    }

    [Fact]
    public void No_text_makes_a_machine_that_cannot_be_made() =>
        Prop.ForAll<string?, string?, string?>((first, second, third) =>
        {
            var machine = AuditMachine.Of(Target,
                new MachineChanges
                {
                    HostName = first,
                    UserName = second,
                    Home = third,
                    Workspace = first,
                    TimeZone = second,
                    Endpoint = third,
                    WorkspaceFiles = Of(first),
                    HomeFiles = Of(second),
                    SystemFiles = Of(third),
                    Environment = Of(first)
                },
                "p");
            return machine.Facts.Home.StartsWith('/')
                && machine.Facts.HostName.Length > 0
                && machine.WorkspaceFiles.Keys.Concat(machine.HomeFiles.Keys).All(AuditMachine.IsRelative)
                && machine.Environment.All(variable => !variable.Key.Contains('=') && !(variable.Key + variable.Value).Contains('\0'));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static Dictionary<string, string?> Of(string? name) => name is null ? [] : new() { [name] = name };
}
