using System.Diagnostics;
using Vitrine.Audit.Model;
using Vitrine.Audit.Running;
using Vitrine.Runtime.Agents;
using Xunit;

namespace Vitrine.Tests.Audit.Running;

public sealed class RepositoryIdsTests
{
    [Fact]
    public void Ids_are_those_that_git_gives()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/git"), "git is not installed");
        string directory = Directory.CreateTempSubdirectory("vitrine-ids-").FullName;
        try
        {
            var target = new TargetStart
            {
                Name = "t",
                Directory = "/x",
                BoxDirectory = "/opt/agent",
                Command = ["node"],
                Protocol = AgentProtocol.OpenAIChat,
                EndpointVariable = "OPENAI_BASE_URL",
                KeyVariable = "OPENAI_API_KEY"
            };
            var changes = new MachineChanges
            {
                WorkspaceFiles = new Dictionary<string, string?>
                {
                    ["src.md"] = "beside a directory of that name\n",
                    ["a b/ü.txt"] = "ü\n",
                    [".env"] = "A=1\n"
                }
            };
            foreach (AuditMachine machine in (AuditMachine[])[AuditMachine.Of(target, new(), "Hello"), AuditMachine.Of(target, changes, "Hello")])
            {
                string workspace = Path.Combine(directory, "copy" + machine.WorkspaceFiles.Count);
                new WorkspaceTemplates(Path.Combine(directory, "templates")).CopyTo(machine, workspace);
                Assert.Equal(Git(workspace, "rev-list", "--reverse", "HEAD").Split('\n', StringSplitOptions.RemoveEmptyEntries),
                    RepositoryIds.Of(machine.WorkspaceFiles));
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static string Git(string path, params string[] arguments)
    {
        using Process git = Process.Start(new ProcessStartInfo("/usr/bin/git", ["-c", "safe.directory=*", .. arguments]) { WorkingDirectory = path, RedirectStandardOutput = true })!;
        string output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return output;
    }
}
