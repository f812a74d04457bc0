@echo off
chcp 936 >nul
title 窗口绩效考核：安装
if not exist "%~dp0python\python.exe" goto broken
"%~dp0python\python.exe" -B -m xl_appraisal install --copy
set CODE=%errorlevel%
goto ended
:broken
echo 文件夹不完整，没有安装。请从信息科重新复制整个文件夹。
set CODE=1
:ended
if not "%~1"=="/q" pause
exit /b %CODE%
