using System.Diagnostics;
using Vitrine.Audit.Model;
using Vitrine.Audit.Reading;
using Vitrine.Audit.Targets;
using Xunit;

namespace Vitrine.Tests.Audit.Targets;

public sealed class PackageTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("vitrine-package-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("^1.2.3", true)]
    [InlineData(">=1 <2 || 3.x", true)]
    [InlineData("latest", true)]
    [InlineData("*", true)]
    [InlineData("npm:other@1.2.3-linux-x64", true)]
    [InlineData("npm:@scope/other@^1", true)]
    [InlineData("npm:@scope/../../etc", false)]
    [InlineData("file:../../etc", false)]
    [InlineData("../x", false)]
    [InlineData("./x", false)]
    [InlineData("git+ssh://git@host/x.git", false)]
    [InlineData("person/repository", false)]
    [InlineData("https://host.example/x.tgz", false)]
    [InlineData("1\n2", false)]
    public void Only_what_a_registry_serves_is_a_dependency(string range, bool isOne) => Assert.Equal(isOne, NpmDependencies.IsOfRegistry(range));

    [Fact]
    public void A_copy_follows_no_link_and_waits_for_no_pipe()
    {
        string from = Path.Combine(_directory, "from"), to = Path.Combine(_directory, "to");
        Directory.CreateDirectory(Path.Combine(from, "lib"));
        File.WriteAllText(Path.Combine(from, "lib/a"), "text");
        File.SetUnixFileMode(Path.Combine(from, "lib/a"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(Path.Combine(from, "etc"), "/etc");
        using (Process made = Process.Start("mkfifo", Path.Combine(from, "pipe")))
            made.WaitForExit();
        PackageCopy.Copy(from, to, new UnpackLimits(), TestContext.Current.CancellationToken);
        Assert.Equal("text", File.ReadAllText(Path.Combine(to, "lib/a")));
        Assert.True(File.GetUnixFileMode(Path.Combine(to, "lib/a")).HasFlag(UnixFileMode.UserExecute | UnixFileMode.UserWrite));
        Assert.Equal("/etc", new DirectoryInfo(Path.Combine(to, "etc")).LinkTarget);
        Assert.False(Path.Exists(Path.Combine(to, "pipe")));
        Assert.Throws<IOException>(() => PackageCopy.Copy(from, Path.Combine(_directory, "small"), new UnpackLimits { MaxBytes = 3 },
            TestContext.Current.CancellationToken));
        Assert.Throws<IOException>(() => PackageCopy.Copy(from, Path.Combine(_directory, "few"), new UnpackLimits { MaxEntries = 1 },
            TestContext.Current.CancellationToken));
        PackageCopy.Remove(to);
        Assert.False(Directory.Exists(to));
        Assert.True(File.Exists("/etc/passwd"));
    }

    [Fact]
    public void Scripts_of_dependencies_come_before_the_packages_own()
    {
        Write("package.json", """{"name":"top","scripts":{"postinstall":"node top.js","prepare":"not run"},"bin":{"other":"o.js","top":"t.js"}}""");
        Write("t.js", "");
        Write("o.js", "");
        Write("node_modules/dep/package.json", """{"name":"dep","scripts":{"install":"node dep.js","test":"x"}}""");
        Write("node_modules/@s/inner/package.json", """{"name":"@s/inner","scripts":{"preinstall":"node inner.js"}}""");
        Assert.Equal(
            [new LifeCycleScript("preinstall", "node inner.js") { Package = "node_modules/@s/inner" },
                new LifeCycleScript("install", "node dep.js") { Package = "node_modules/dep" }, new LifeCycleScript("postinstall", "node top.js")],
            PackageFile.InstallScripts(_directory));
        PackageFile? package = PackageFile.Read(_directory);
        Assert.Equal(("t.js", "o.js", "t.js"), (package?.Program(null), package?.Program("other"), package?.Program("none")));
    }

    [Fact]
    public void A_manifest_that_is_a_pipe_or_a_link_is_none()
    {
        using (Process made = Process.Start("mkfifo", Path.Combine(_directory, "package.json")))
            made.WaitForExit();
        Assert.Null(PackageFile.Read(_directory));
        File.Delete(Path.Combine(_directory, "package.json"));
        Write("real.json", """{"name":"x"}""");
        File.CreateSymbolicLink(Path.Combine(_directory, "package.json"), "real.json");
        Assert.Null(PackageFile.Read(_directory));
    }

    [Fact]
    public async Task An_installed_program_is_its_package_or_a_copy_of_it_alone()
    {
        string bin = Path.Combine(_directory, "bin"), package = Path.Combine(_directory, "lib/node_modules/orchard"),
            scratch = Path.Combine(_directory, "scratch");
        Directory.CreateDirectory(bin);
        Directory.CreateDirectory(scratch);
        Write("lib/node_modules/orchard/package.json", """{"name":"orchard","bin":"cli.js"}""");
        Write("lib/node_modules/orchard/cli.js", "#!/usr/bin/env node\n");
        File.CreateSymbolicLink(Path.Combine(bin, "orchard"), Path.Combine(package, "cli.js"));
        Write("bin/alone", "#!/bin/sh\n");
        var resolver = new TargetResolver(bin);
        TargetFiles installed = await resolver.FetchAsync(new TargetRequest { Reference = "orchard" }, _directory, scratch,
            TestContext.Current.CancellationToken);
        Assert.Equal((package, "cli.js", Path.GetDirectoryName(package)), (installed.Directory, installed.Program, installed.Beside));
        TargetFiles alone = await resolver.FetchAsync(new TargetRequest { Reference = "alone" }, _directory, scratch, TestContext.Current.CancellationToken);
        Assert.Equal(["alone"], Directory.GetFiles(alone.Directory).Select(path => Path.GetFileName(path)!));
        Assert.Equal(64, alone.Digests["sha256"].Length);
        TargetStart start = TargetResolver.ToStart(new TargetRequest { Reference = "alone" }, alone,
            PackageReader.Read(alone.Directory, null, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.Equal(["/opt/target/alone", "-p", "{prompt}"], start.Command);
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(_directory, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
